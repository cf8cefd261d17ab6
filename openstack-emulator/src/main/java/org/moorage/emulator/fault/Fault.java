package org.moorage.emulator.fault;

/// Something that goes wrong in the cloud, by name, a number of times.
public sealed interface Fault permits RequestFault, OperationFault {
    /// So many times that it never ends by itself.
    int ALWAYS = Integer.MAX_VALUE;

    String name();

    /// How often it happens before it is spent.
    int times();

    Fault named(String newName);

    Fault times(int count);

    static void requireTimes(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault happens at least once, not " + times + " times");
        }
    }
}
