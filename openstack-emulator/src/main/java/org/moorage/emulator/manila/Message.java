package org.moorage.emulator.manila;

import java.time.Instant;

/// Why an operation failed, for the user.
record Message(
        String id,
        Action action,
        Detail detail,
        String resourceType,
        String resourceId,
        String requestId,
        Instant createdAt) {
    static final String SHARE = "SHARE";
    static final String SNAPSHOT = "SHARE_SNAPSHOT";
    static final String GROUP = "SHARE_GROUP";

    /// What was being done.
    enum Action {
        ALLOCATE_HOST("001", "allocate host"),
        CREATE("002", "create"),
        REVERT("006", "revert to snapshot"),
        DELETE("007", "delete"),
        EXTEND("008", "extend"),
        SHRINK("009", "shrink"),
        UPDATE_RULES("010", "update access rules");

        final String id;
        final String text;

        Action(String id, String text) {
            this.id = id;
            this.text = text;
        }
    }

    /// What went wrong.
    ///
    /// @param id three digits, by which clients tell the reasons apart
    record Detail(String id, String text) {
        static final Detail UNKNOWN = new Detail("001", "An unknown error occurred.");
        static final Detail UNEXPECTED_NETWORK =
                new Detail("003", "Driver does not expect share-network to be provided with current configuration.");
        static final Detail CAPABILITIES = filter("008", "Capabilities");
        static final Detail CAPACITY = filter("009", "Capacity");
        static final Detail EXTEND = new Detail(
                "015",
                "Share Driver failed to extend share, The share status has been set to extending_error. This action"
                        + " cannot be re-attempted until the status has been rectified. Contact your administrator to"
                        + " determine the cause of this failure.");

        private static final String NO_STORAGE = "No storage could be allocated for this share request. Trying again"
                + " with a different size or share type may succeed.";

        /// The detail of that id, as a fault names it.
        static Detail of(String id) {
            return switch (id) {
                case "002" -> new Detail(id, NO_STORAGE);
                case "003" -> UNEXPECTED_NETWORK;
                case "007" -> filter(id, "AvailabilityZone");
                case "008" -> CAPABILITIES;
                case "009" -> CAPACITY;
                case "010" -> filter(id, "Driver");
                case "015" -> EXTEND;
                default -> new Detail(id.isEmpty() ? UNKNOWN.id : id, UNKNOWN.text);
            };
        }

        /// Whether the scheduler found no place, so that no driver was asked.
        static boolean byScheduler(String id) {
            return id.equals("002") || (id.compareTo("007") >= 0 && id.compareTo("014") <= 0);
        }

        private static Detail filter(String id, String name) {
            return new Detail(
                    id, "No storage could be allocated for this share request, " + name + " filter didn't succeed.");
        }
    }

    String text() {
        return action.text + ": " + detail.text();
    }
}
