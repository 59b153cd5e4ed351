@NullMarked
package io.jobarrays.server.web;

import org.jspecify.annotations.NullMarked;
