@NullMarked
package io.jobarrays.server.api.view;

import org.jspecify.annotations.NullMarked;
