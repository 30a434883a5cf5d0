// SPDX-License-Identifier: Apache-2.0

internal import Logging
public import ServiceLifecycle
internal import UnixSignals

extension CertificateStore: Service {
    /// Reads files again, as the configuration says, until the service group shuts down gracefully or
    /// the task is cancelled. Without it the store shows what it has, and ``reload()`` works all the same.
    public func run() async throws {
        await withDiscardingTaskGroup { group in
            if configuration.reloadsOnHangUp {
                let signals = await UnixSignalsSequence(trapping: .sighup)
                configuration.logger.debug("listens to SIGHUP")
                group.addTask {
                    for await _ in signals { self.reload() }
                }
            }
            if let interval = configuration.checkInterval {
                group.addTask {
                    while (try? await Task.sleep(for: interval)) != nil { self.reloadChanged() }
                }
            }
            if let interval = configuration.reloadInterval {
                group.addTask {
                    while (try? await Task.sleep(for: interval)) != nil { self.reload() }
                }
            }
            // Throws where the task is cancelled, which ends the store, too.
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }
}
