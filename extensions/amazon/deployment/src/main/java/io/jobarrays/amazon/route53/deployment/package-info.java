/** Route 53 for Quarkus at build time: creates the clients that the application injects. */
@NullMarked
package io.jobarrays.amazon.route53.deployment;

import org.jspecify.annotations.NullMarked;
