package org.moorage.emulator.fault;

/// Work of the cloud that goes wrong after the request has been accepted.
///
/// @param name what the fault is called, in logs and to take it out again
/// @param outcome how it goes wrong
/// @param times to how many operations it happens, after which it is spent
/// @param reason why it fails, where a service tells reasons apart: Manila's detail ids, such as `009`; else empty
public record OperationFault(String name, Operation operation, Outcome outcome, int times, String reason)
        implements Fault {
    /// How an operation goes wrong.
    public enum Outcome {
        /// It ends in the error state of its kind.
        FAIL,
        /// Its state never changes, until [Faults#heal] lets it go on and succeed.
        HANG
    }

    public OperationFault {
        Fault.requireTimes(times);
    }

    /// The next such operation fails.
    public static OperationFault failing(Operation operation) {
        return failing(operation, "");
    }

    /// The next such operation fails for that reason.
    public static OperationFault failing(Operation operation, String reason) {
        return new OperationFault("fail " + operation, operation, Outcome.FAIL, 1, reason);
    }

    /// The next such operation hangs.
    public static OperationFault hanging(Operation operation) {
        return new OperationFault("hang " + operation, operation, Outcome.HANG, 1, "");
    }

    @Override
    public OperationFault named(String newName) {
        return new OperationFault(newName, operation, outcome, times, reason);
    }

    @Override
    public OperationFault times(int count) {
        return new OperationFault(name, operation, outcome, count, reason);
    }
}
