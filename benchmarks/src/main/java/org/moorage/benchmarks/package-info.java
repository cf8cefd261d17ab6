/// Measures the finished package beside the Go driver, and the parts of a request by themselves.
@NullMarked
package org.moorage.benchmarks;

import org.jspecify.annotations.NullMarked;
