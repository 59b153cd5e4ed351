@NullMarked
package io.jobarrays.server.batch.jobxml.check;

import org.jspecify.annotations.NullMarked;
