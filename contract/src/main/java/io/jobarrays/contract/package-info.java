/** Names, files and formats shared by server, agent and CLI; depends on the JDK only. */
@NullMarked
package io.jobarrays.contract;

import org.jspecify.annotations.NullMarked;
