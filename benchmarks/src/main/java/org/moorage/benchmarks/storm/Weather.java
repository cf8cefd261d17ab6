package org.moorage.benchmarks.storm;

import java.time.Duration;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.fault.Effect;
import org.moorage.emulator.fault.RequestFault;

/// What goes wrong with requests to the cloud.
public enum Weather {
    FAIR,
    /// Of all requests 2 % are answered 503 and 5 % 429 with `Retry-After: 1`, neither served; 1 % lose their
    /// connection before they are served, and 1 % after that, so that the answer is lost.
    FOUL;

    private static final double REFUSED = 0.02;
    private static final double LIMITED = 0.05;
    private static final double LOST = 0.01;

    /// Lets it break over the cloud.
    void over(Emulator cloud) {
        if (this == FAIR) {
            return;
        }
        cloud.faults().put(RequestFault.status("*", "*", 503).named("503").share(REFUSED));
        cloud.faults()
                .put(RequestFault.tooManyRequests("*", "*", Duration.ofSeconds(1))
                        .named("429")
                        .share(LIMITED));
        cloud.faults()
                .put(new RequestFault(
                        "dropped before it was served", "*", "*", new Effect.DropBefore(), RequestFault.ALWAYS, LOST));
        cloud.faults()
                .put(new RequestFault(
                        "dropped after it was served", "*", "*", new Effect.DropAfter(), RequestFault.ALWAYS, LOST));
    }
}
