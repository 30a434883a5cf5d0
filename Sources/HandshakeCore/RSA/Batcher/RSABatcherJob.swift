// SPDX-License-Identifier: Apache-2.0

/// A request on its way through the batcher.
final class RSABatcherJob: Sendable {
    typealias Load = @Sendable (RSAPrivateKey, Workspace) throws(RSAError) -> Void
    typealias Finish<Value: ~Copyable> =
        @Sendable (RSAPrivateKey, Workspace) throws(RSAError) -> Value
    typealias Completion<Value: ~Copyable> =
        @Sendable (consuming Result<Value, RSABatcherError>) -> Void

    let key: RSAPrivateKey
    let request: RSABatcher.Request
    private let load: Load
    private let succeed: @Sendable (RSAPrivateKey, Workspace) throws(RSAError) -> Void
    let fail: @Sendable (RSABatcherError) -> Void

    /// `load` puts the number to exponentiate into a workspace, `finish` makes the value of what came
    /// out, `completion` is called exactly once.
    init<Value: ~Copyable>(
        _ key: RSAPrivateKey,
        _ request: RSABatcher.Request,
        load: @escaping Load,
        finish: @escaping Finish<Value>,
        completion: @escaping Completion<Value>
    ) {
        self.key = key
        self.request = request
        self.load = load
        succeed = { key, workspace throws(RSAError) in
            completion(.success(try finish(key, workspace)))
        }
        fail = { completion(.failure($0)) }
    }

    /// Does a batch and answers each of its jobs.
    static func run(_ jobs: [RSABatcherJob]) {
        let keys = jobs.map(\.key)
        var outcomes = [RSAError?](repeating: nil, count: jobs.count)
        var outcomeSpan = outcomes.mutableSpan
        do throws(RSAError) {
            try RSAPrivateKey.performBatch(keys.span, outcomes: &outcomeSpan) {
                index,
                _,
                workspace throws(RSAError) in
                try jobs[index].load(keys[index], workspace)
            } finish: { index, _, workspace throws(RSAError) in
                try jobs[index].succeed(keys[index], workspace)
            }
        } catch {
            // The batch as a whole was refused, before any of it was done.
            for job in jobs { job.fail(.operation(error)) }
            return
        }
        for (job, error) in zip(jobs, outcomes) {
            if let error { job.fail(.operation(error)) }
        }
    }
}
