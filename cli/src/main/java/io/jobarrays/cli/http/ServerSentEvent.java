package io.jobarrays.cli.http;

/**
 * One server-sent event.
 *
 * @param id empty where the stream gave none
 */
public record ServerSentEvent(String id, String type, String data) {}
