package io.jobarrays.server.api.view;

/**
 * Result of a test notification that was delivered.
 *
 * @param receiver its URL without path and query
 * @param status HTTP status that it has answered with
 */
public record NotificationResult(String receiver, int status) {}
