package io.jobarrays.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/** View with warnings; in JSON the fields of the view, and {@code warnings}. */
public record WithWarnings<T>(@JsonUnwrapped T view, List<String> warnings) {}
