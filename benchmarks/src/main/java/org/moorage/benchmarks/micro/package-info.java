/// The parts of a request by themselves, measured with JMH.
@NullMarked
package org.moorage.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
