/// Many volumes' lives at one time through a CSI server, as the sidecars of a cluster would lead them.
@NullMarked
package org.moorage.benchmarks.storm;

import org.jspecify.annotations.NullMarked;
