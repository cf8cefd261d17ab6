package org.moorage.testkit;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a contract on a backend, as its author does.
final class Kit {
    private Kit() {}

    /// The tests of that class which failed.
    ///
    /// @throws AssertionError none was run
    static Set<String> failuresOf(Class<?> tests) {
        var failed = new TreeSet<String>();
        var run = new TreeSet<String>();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                var name = test.getDisplayName().replace("()", "");
                                if (test.isTest()) {
                                    run.add(name);
                                }
                                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                                    failed.add(name);
                                }
                            }
                        });
        if (run.isEmpty()) {
            throw new AssertionError("no test of " + tests + " was run");
        }
        return failed;
    }
}
