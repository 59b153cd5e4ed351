/** What only the REST interface knows: views made of others, pages, plans. */
@NullMarked
package io.jobarrays.server.api.view;

import org.jspecify.annotations.NullMarked;
