/// What was measured, as tables, pictures and the page about performance.
@NullMarked
package org.moorage.benchmarks.page;

import org.jspecify.annotations.NullMarked;
