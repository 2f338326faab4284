import Inference
import Transport

/// A clock whose sleeps take no time and move it on.
final class VirtualClock: Sendable {
    private let state = Locked((now: 1_000.0, pauses: [Double]()))

    var now: Double { state.withLock(\.now) }
    /// What was slept, in seconds.
    var pauses: [Double] { state.withLock(\.pauses) }

    var clock: InferenceClock {
        InferenceClock(
            now: { self.now },
            sleep: { seconds in
                self.state.withLock {
                    $0.now += seconds
                    $0.pauses.append(seconds)
                }
            })
    }
}
