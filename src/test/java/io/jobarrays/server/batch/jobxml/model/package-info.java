@NullMarked
package io.jobarrays.server.batch.jobxml.model;

import org.jspecify.annotations.NullMarked;
