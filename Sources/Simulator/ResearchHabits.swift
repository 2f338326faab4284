/// What a researching model decides, given what it has done and seen so far.
///
/// The server reads that state out of a request's messages, `InProcessSimulator` keeps it itself;
/// both decide here, so that they can't part ways.
struct ResearchHabits {
    let profile: ModelProfile
    private let model: String
    private let draws: Draws

    /// - Parameter draws: those of the simulator for the model in its role.
    init(_ profile: ModelProfile, model: String, seed: UInt64, draws: Draws) {
        self.profile = profile
        self.model = model
        let own = draws.with(model)
        self.draws = profile.varies ? own.with(seed) : own
    }

    /// What a model has done and been shown. An address is a URL or whatever stands for one.
    struct Progress<Address: Hashable> {
        var searches = 0
        var opened: Set<Address> = []
        /// What searches brought, in order; what several brought, several times.
        var found: [Address] = []
    }

    enum Step<Address> {
        case search(query: String)
        case open([Address])
        case write
    }

    /// Whether it declines a task: that depends on model and task, not on luck at asking.
    func declines(_ problem: String) -> Bool {
        guard profile.refusal > 0 else { return false }
        return Draws(seed: 1).with(model).with(problem).uniform < profile.refusal
    }

    /// What to do next: look something up, or write, when it has seen enough or may not look up
    /// more.
    ///
    /// - Parameter words: of the problem.
    func step<Address>(
        after progress: Progress<Address>, problem words: [Substring], maySearch: Bool,
        mayOpen: Bool
    ) -> Step<Address> {
        let opened = progress.opened.count
        let fetchesLeft = profile.fetches - opened
        // Two pages for every search, so that later queries find what earlier ones did not.
        let isDueToOpen = opened < 2 * progress.searches || progress.searches >= profile.searches
        if mayOpen, fetchesLeft > 0, isDueToOpen {
            var choices = progress.found.filter { !progress.opened.contains($0) }
            var picks: [Address] = []
            for place in 0..<min(2, fetchesLeft, choices.count) where !choices.isEmpty {
                let pick = draws.with(opened + place).index(below: choices.count)
                let address = choices.remove(at: pick)
                choices.removeAll { $0 == address }
                picks.append(address)
            }
            if !picks.isEmpty { return .open(picks) }
        }
        guard maySearch, !words.isEmpty, progress.searches < profile.searches else {
            return .write
        }
        return .search(query: query(words, number: progress.searches))
    }

    /// The beginning of the problem, which names the subject, and a few words from all over it.
    private func query(_ words: [Substring], number: Int) -> String {
        let extra = (0..<6).map { words[draws.with(number).with($0).index(below: words.count)] }
        return (words.prefix(Self.subjectLength) + extra).joined(separator: " ")
    }

    /// Words at the beginning of a problem that every query has.
    static let subjectLength = 6

    /// Whether it passes on a statement that it has read.
    func passesOn(_ claim: Claim) -> Bool {
        draws.with(claim.mark).uniform < profile.chance(of: claim.kind)
    }

    /// Whether it names the source of a statement that it passes on.
    func cites(_ claim: Claim) -> Bool {
        guard claim.kind != .hearsay else { return false }
        return claim.kind == .sourceNote
            || draws.with(claim.mark).with(1).uniform < profile.citation
    }
}
