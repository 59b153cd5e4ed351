/** What server, agent and CLI must agree on: names, files and formats, on the JDK alone. */
@NullMarked
package io.jobarrays.contract;

import org.jspecify.annotations.NullMarked;
