/// What one piece of work took: a researched text, an analysis, a synthesis or a verdict, with all
/// attempts and repeats that it needed.
package struct WorkRecord: Sendable, Equatable {
    package var role: CallRecord.Role
    package var model: String
    package var calls: Int
    package var usage: TokenUsage
    /// Of its calls, one after the other; waiting for a slot and for tools not included.
    package var seconds: Double

    package init(
        role: CallRecord.Role, model: String, calls: Int, usage: TokenUsage, seconds: Double
    ) {
        self.role = role
        self.model = model
        self.calls = calls
        self.usage = usage
        self.seconds = seconds
    }
}
