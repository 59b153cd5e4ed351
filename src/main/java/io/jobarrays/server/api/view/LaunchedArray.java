package io.jobarrays.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jobarrays.server.arrays.view.ArrayView;
import java.util.List;

/**
 * Answer to a launch: in JSON the fields of the array's view, and {@code warnings}.
 *
 * @param warnings where something looks like a secret; that the instances have no end, with price
 */
public record LaunchedArray(@JsonUnwrapped ArrayView view, List<String> warnings) {}
