import Vocabulary

/// A way to a task's answer key beside the address that exclusion lists name.
struct KeyLink: Sendable {
    let task: Int
    let place: KeyPlace
    /// The address that searches find comes first. The last one serves the key; each of the others
    /// redirects to the next.
    let way: [Address]

    struct Address: Sendable, Hashable {
        let host: String
        let path: String

        var url: String { "http://\(host)\(path)" }
    }

    /// Share of the searches on its task that find a link. There are four to a task, so that one in
    /// two searches finds another key than the one on the listed host.
    static let share = 0.125

    /// All of a task's: a mirror, an archive, a redirect and a redirect to a redirect.
    ///
    /// - Parameters:
    ///   - key: the address that exclusion lists name.
    ///   - draws: the task's.
    static func all(to key: Address, of task: Int, _ draws: Draws) -> [KeyLink] {
        let draws = draws.with("key links")
        func address(_ sites: [String], _ folder: String, _ place: Int) -> Address {
            let draws = draws.with(place)
            let site = sites[draws.index(below: sites.count)]
            return Address(
                host: "\(site)-\(task).example", path: "/\(folder)/\(name(draws.with(1)))")
        }
        let target = Address(
            host: key.host, path: "/datasets/perplexity-ai/draco/blob/main/rubrics/\(task)")
        let archived = Address(
            host: "web.archive.org", path: "/web/\(timestamp(draws.with("time")))/\(key.url)")
        let ways: [(KeyPlace, [Address])] = [
            (.mirror, [address(mirrors, "doc", 0)]),
            (.archive, [archived]),
            (.redirect, [address(shelves, "go", 1), target]),
            (.redirect, [address(shelves, "see", 2), address(relays, "to", 3), target]),
        ]
        return ways.map { KeyLink(task: task, place: $0, way: $1) }
    }

    private static let mirrors = ["papershelf", "openfolio", "deskcopy", "longread"]
    private static let shelves = ["readinglist", "linkletter", "digest", "roundup"]
    private static let relays = ["outbound", "passage", "waypoint"]

    private static func name(_ draws: Draws) -> String {
        "x" + String(draws.bits, radix: 36)
    }

    /// As archives write it: year to second, fourteen digits.
    private static func timestamp(_ draws: Draws) -> String {
        let parts = [(1, 12), (1, 28), (0, 24), (0, 60), (0, 60)].enumerated()
        return parts.reduce("2026") { text, part in
            let (first, count) = part.element
            let number = first + draws.with(part.offset).index(below: count)
            return text + (number < 10 ? "0\(number)" : "\(number)")
        }
    }
}

/// All key links of a world.
struct KeyLinks: Sendable {
    private let byTask: [[KeyLink]]
    /// With the place of the address on the way.
    private let byAddress: [KeyLink.Address: (link: KeyLink, stop: Int)]

    init(_ keyPages: KeyPages, _ tasks: [ResearchTask], _ draws: Draws) {
        switch keyPages {
        case .listed: byTask = tasks.map { _ in [] }
        case .everywhere:
            byTask = tasks.enumerated().map { number, task in
                let key = PageOutline(task: number, content: .answerKey).address
                return KeyLink.all(to: key, of: number, draws.with(task.id))
            }
        }
        let stops = byTask.joined().flatMap { link in
            link.way.enumerated().map { ($1, (link: link, stop: $0)) }
        }
        // A task's redirects share their last address, from which no way leads on.
        byAddress = Dictionary(stops, uniquingKeysWith: { first, _ in first })
    }

    /// Those that a search on a task finds, with what ranks them among its pages.
    ///
    /// - Parameter order: the search's draws.
    func found(on task: Int, _ order: Draws) -> [(rank: UInt64, link: KeyLink)] {
        byTask[task].enumerated().compactMap { number, link in
            let draws = order.with("key link").with(number)
            return draws.with("found").uniform < KeyLink.share ? (draws.bits, link) : nil
        }
    }

    subscript(address: KeyLink.Address) -> (link: KeyLink, stop: Int)? { byAddress[address] }
}
