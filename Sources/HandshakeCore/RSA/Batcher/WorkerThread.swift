// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
private import Darwin
#elseif canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#endif

/// A thread of the library's own, outside the cooperative pool.
enum WorkerThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// The kernels keep their tables on the stack: a batch takes up to 136,000 bytes of it, and several
    /// times as much where C is not optimized.
    private static var stackByteCount: Int { 1 << 20 }

    /// Starts a detached thread; false if the system gives none.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        unsafe pthread_attr_setstacksize(&attributes, stackByteCount)
        let body = unsafe Unmanaged.passRetained(Body(run))
        #if canImport(Darwin)
        var thread: pthread_t?
        let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
            unsafe Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run()
            return nil
        }
        #else
        var thread = pthread_t()
        let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
            if let body = unsafe $0 {
                unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run()
            }
            return nil
        }
        #endif
        guard unsafe pthread_create(&thread, &attributes, entry, body.toOpaque()) == 0 else {
            unsafe body.release()
            return false
        }
        return true
    }
}
