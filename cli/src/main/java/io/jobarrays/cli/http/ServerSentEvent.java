package io.jobarrays.cli.http;

/**
 * One server-sent event.
 *
 * @param id empty if the stream has no id
 */
public record ServerSentEvent(String id, String type, String data) {}
