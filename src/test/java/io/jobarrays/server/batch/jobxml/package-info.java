@NullMarked
package io.jobarrays.server.batch.jobxml;

import org.jspecify.annotations.NullMarked;
