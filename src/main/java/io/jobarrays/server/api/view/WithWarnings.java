package io.jobarrays.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A view with what is worth a sentence and no reason to refuse; in JSON the view's own fields, and
 * {@code warnings}.
 */
public record WithWarnings<T>(@JsonUnwrapped T view, List<String> warnings) {}
