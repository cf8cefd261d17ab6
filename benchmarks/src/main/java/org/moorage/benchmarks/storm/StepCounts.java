package org.moorage.benchmarks.storm;

import java.util.EnumMap;
import java.util.Map;
import org.moorage.emulator.log.RequestLog;

/// Counts the requests of each step while one volume lives at a time.
final class StepCounts {
    private final RequestLog log;
    private final Map<Step, Double> sums = new EnumMap<>(Step.class);
    private int before;

    StepCounts(RequestLog log) {
        this.log = log;
    }

    void begin() {
        before = log.size();
    }

    void after(Step step) {
        var now = log.size();
        sums.merge(step, (double) (now - before), Double::sum);
        before = now;
    }

    Map<Step, Double> mean(int volumes) {
        var means = new EnumMap<Step, Double>(Step.class);
        sums.forEach((step, sum) -> means.put(step, sum / volumes));
        return means;
    }
}
