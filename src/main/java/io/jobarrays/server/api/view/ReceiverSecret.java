package io.jobarrays.server.api.view;

/** Secret that signs the notifications to one URL: {@code whsec_} and Base64. */
public record ReceiverSecret(String secret) {}
