package org.moorage.benchmarks.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// What JMH measured of one benchmark.
///
/// @param name      the method, with its parameters
/// @param score     the mean of one call
/// @param error     half the width of the 99.9 % confidence interval
/// @param unit      of both: `us/op`
/// @param allocated bytes for each call
public record Micro(String name, double score, double error, String unit, double allocated) {
    private static final int FORKS = 3;
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 5;

    /// Runs all benchmarks whose names fit: some minutes.
    ///
    /// @param pattern a regular expression
    /// @throws RunnerException JMH could not run
    public static List<Micro> run(String pattern) throws RunnerException {
        var options = new OptionsBuilder()
                .include(pattern)
                .forks(FORKS)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .build();
        return results(new Runner(options).run());
    }

    private static List<Micro> results(Collection<RunResult> runs) {
        var results = new ArrayList<Micro>();
        for (var run : runs) {
            var parameters = new TreeMap<String, String>();
            run.getParams()
                    .getParamsKeys()
                    .forEach(key -> parameters.put(key, run.getParams().getParam(key)));
            var method = run.getParams().getBenchmark().replaceAll(".*\\.", "");
            Result<?> result = run.getPrimaryResult();
            var others = run.getSecondaryResults();
            var allocated = others.keySet().stream()
                    .filter(name -> name.endsWith("gc.alloc.rate.norm"))
                    .mapToDouble(
                            name -> Objects.requireNonNull(others.get(name)).getScore())
                    .findFirst()
                    .orElse(Double.NaN);
            results.add(new Micro(
                    method + shown(parameters),
                    result.getScore(),
                    result.getScoreError(),
                    result.getScoreUnit(),
                    allocated));
        }
        return results;
    }

    private static String shown(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .reduce("", (all, one) -> all + ", " + one);
    }
}
