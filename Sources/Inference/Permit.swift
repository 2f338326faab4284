/// The right to have one request in flight.
struct Permit: Sendable {
    let lane: Int
    /// The model's number in `Admissions`.
    let model: Int
    /// When it was given, in the clock's seconds.
    let sentAt: Double
    /// The tokens that were reckoned with.
    let tokens: Double
    /// Whether the request finds out if the model is up again.
    let probesModel: Bool
    /// Whether it finds out if the endpoint can be reached again.
    let probesEndpoint: Bool
}

/// What a request is told when its turn comes.
enum Admission: Sendable {
    case admitted(Permit)
    case refused(ChatFailure)
}

/// What came of a request, as far as further ones are concerned.
enum Feedback: Sendable {
    /// - Parameter pause: seconds that the service asks for before the next.
    case served(pause: Double?)
    case turnedDown(pause: Double?)
    /// A 5xx.
    case failed(String, pause: Double?)
    /// No connection, or one that broke.
    case unreachable(String)
    /// An answer that the same request would get again, such as a 400.
    case rejected(String)
    /// Nothing that says anything, such as a time-out.
    case neutral
}

/// A request in a queue.
struct WaiterID: Sendable {
    let number: Int
    let lane: Int
    let model: Int
}
