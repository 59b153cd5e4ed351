@NullMarked
package io.jobarrays.server.instances.ec2;

import org.jspecify.annotations.NullMarked;
