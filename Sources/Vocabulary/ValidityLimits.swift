/// How much of a configuration may have gone wrong before its number stops meaning what it says.
///
/// A configuration beyond a limit is shown as invalid, with the reason, and takes no part in ranks
/// and lifts. All are shares, 0…1.
package struct ValidityLimits: Sendable, Equatable, Codable {
    /// Of answers cut off at the token cap. A public table had 42 % of its fused reports cut off.
    package var maxTruncated: Double
    /// Of answers without a text.
    package var maxEmpty: Double
    package var maxRefused: Double
    /// Of answers whose model never searched though it could, or whose every search failed.
    package var maxWithoutSearch: Double
    /// Of fused answers written from another panel than the one asked for, drafts lost included.
    package var maxPanelIncomplete: Double
    /// Of |weight|, over all passes, that must have a verdict.
    package var minVerdictCoverage: Double

    package init(
        maxTruncated: Double = 0.10, maxEmpty: Double = 0.05, maxRefused: Double = 0.25,
        maxWithoutSearch: Double = 0.10, maxPanelIncomplete: Double = 0.10,
        minVerdictCoverage: Double = 0.98
    ) {
        self.maxTruncated = maxTruncated
        self.maxEmpty = maxEmpty
        self.maxRefused = maxRefused
        self.maxWithoutSearch = maxWithoutSearch
        self.maxPanelIncomplete = maxPanelIncomplete
        self.minVerdictCoverage = minVerdictCoverage
    }
}
