/** Route 53 for Quarkus, at build time: which clients the application asks for. */
@NullMarked
package io.jobarrays.amazon.route53.deployment;

import org.jspecify.annotations.NullMarked;
