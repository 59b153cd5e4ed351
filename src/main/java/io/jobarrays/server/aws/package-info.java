/** AWS as the server meets it: clients, limits and what its refusals mean to us. */
@NullMarked
package io.jobarrays.server.aws;

import org.jspecify.annotations.NullMarked;
