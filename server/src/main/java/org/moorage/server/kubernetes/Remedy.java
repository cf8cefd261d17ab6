package org.moorage.server.kubernetes;

import java.util.Locale;
import java.util.Optional;
import org.moorage.api.failure.Failure;

/// What the owner of a claim can do about a failure.
///
/// @param reason the event's reason: one word that stays, for alerts and scripts
/// @param action what to do, a sentence
record Remedy(String reason, String action) {
    /// The remedy; empty for what passes by itself, or is for the operator of the driver to mend.
    static Optional<Remedy> of(Failure failure) {
        return switch (failure) {
            case Failure.Exhausted _ -> Optional.of(exhausted(failure));
            case Failure.OutOfRange _ ->
                remedy("SizeNotPossible", "No volume of this size can be made: change the claim's storage request.");
            case Failure.Invalid _ ->
                remedy(
                        "RequestNotPossible",
                        "The claim, its annotations or its StorageClass ask for what cannot be had: correct what the"
                                + " event ProvisioningFailed names.");
            case Failure.Precondition _ ->
                remedy(
                        "SourceNotUsable",
                        "What the volume is to be made of cannot be used as it is: wait until it is ready, or choose"
                                + " another source.");
            case Failure.NotFound _ ->
                remedy(
                        "SourceMissing",
                        "What the volume is to be made of is not in the cloud any more: choose another source.");
            case Failure.Conflict _ ->
                remedy(
                        "OtherVolumeInTheWay",
                        "A different volume has this volume's name already: delete the claim and make it anew.");
            case Failure.Denied _ ->
                remedy(
                        "CloudForbids",
                        "The cloud forbids this to the driver's account: ask the cloud's operator for the role, or use"
                                + " another StorageClass.");
            case Failure.Unavailable _, Failure.Aborted _, Failure.Unfinished _, Failure.Broken _ -> Optional.empty();
        };
    }

    /// The cloud's words decide which of the two it is.
    private static Remedy exhausted(Failure failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("quota")
                ? new Remedy(
                        "QuotaExceeded",
                        "The project's quota is used up: delete volumes and snapshots that nobody needs, ask the cloud's"
                                + " operator for more, or ask for less.")
                : new Remedy(
                        "NoCapacity",
                        "No storage backend has room for this volume or fits what is asked for: try another"
                                + " StorageClass (volume type, availability zone), or ask for less.");
    }

    private static Optional<Remedy> remedy(String reason, String action) {
        return Optional.of(new Remedy(reason, action));
    }
}
