/// Seconds since 1970 that never run backwards: the system's clock when this was made, and from
/// then on what a clock has counted that nobody sets.
///
/// So the difference of two readings is how long something took, whatever happens to the system's
/// clock meanwhile; and what is stored as the time of a request is off by no more than the jump.
struct SteadyClock: Sendable {
    /// Seconds since 1970.
    let now: @Sendable () -> Double

    /// The live one. Its count goes on while the machine sleeps.
    init() {
        let start = ContinuousClock.now
        self.init(wall: wallClock(), elapsed: { start.duration(to: .now) })
    }

    /// - Parameters:
    ///   - wall: the system's clock now, in seconds since 1970.
    ///   - elapsed: time since now.
    init(wall: Double, elapsed: @escaping @Sendable () -> Duration) {
        now = { wall + elapsed() / .seconds(1) }
    }
}
