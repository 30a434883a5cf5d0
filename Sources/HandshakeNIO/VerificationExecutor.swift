// SPDX-License-Identifier: Apache-2.0

private import Dispatch

/// Threads for the verification of peers' certificates, no more than there are cores: a stranger
/// decides what it costs, so that it has to run where neither an event loop nor the program's tasks
/// and signals wait for it.
package final class VerificationExecutor: TaskExecutor {
    package static let shared = VerificationExecutor()

    private let queue = DispatchQueue(
        label: "HandshakeNIO.verification",
        // Of another class than the default's, whose threads run signal handlers and, on Linux,
        // tasks.
        qos: .userInitiated,
        attributes: .concurrent
    )

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
