package io.jobarrays.server.files.logs;

import java.io.InputStream;

/**
 * Requested part of a log at one moment.
 *
 * @param next position for the next request
 * @param droppedLines dropped lines of all requested attempts since their beginning
 */
public record LogText(InputStream text, LogPosition next, long droppedLines) {}
