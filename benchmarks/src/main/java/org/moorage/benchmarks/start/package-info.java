/// What a node's process costs when it starts and while it idles.
@NullMarked
package org.moorage.benchmarks.start;

import org.jspecify.annotations.NullMarked;
