package io.jobarrays.server.files.logs;

import java.io.InputStream;

/**
 * What was asked of a log, as it was at that moment.
 *
 * @param next where the next question goes on
 * @param droppedLines of all attempts that were asked for, since their beginning
 */
public record LogText(InputStream text, LogPosition next, long droppedLines) {}
