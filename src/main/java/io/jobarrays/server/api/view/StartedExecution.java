package io.jobarrays.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jobarrays.server.batch.view.ExecutionView;
import java.util.List;

/**
 * Answer to a start of an execution: in JSON the fields of its view, and {@code warnings}.
 *
 * @param warnings where something looks like a secret
 */
public record StartedExecution(@JsonUnwrapped ExecutionView view, List<String> warnings) {}
