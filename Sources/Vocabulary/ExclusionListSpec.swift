/// An exclusion list as people write it, with what it extends already in it.
package struct ExclusionListSpec: Sendable, Equatable {
    package var name: String
    package var version: String
    /// In the order in which they are tried.
    package var entries: [Entry]
    /// Addresses without a scheme, `host` or `host/path`, that no rule keeps away.
    package var allowed: [String]
    package var wrappers: Wrappers
    /// Where GitHub's repositories are served, as `host` or `host/path`: what follows there is
    /// `owner/name`.
    package var repositoryHosts: [String]

    /// Excludes nothing.
    package init(
        name: String = "none", version: String = "1", entries: [Entry] = [],
        allowed: [String] = [], wrappers: Wrappers = .init(), repositoryHosts: [String] = []
    ) {
        self.name = name
        self.version = version
        self.entries = entries
        self.allowed = allowed
        self.wrappers = wrappers
        self.repositoryHosts = repositoryHosts
    }

    /// What is kept away for one reason. All texts are in lower case.
    package struct Entry: Sendable, Equatable {
        /// Names the entry in results.
        package var id: String
        package var tier: ExclusionTier
        /// For people, one clause.
        package var reason: String
        /// Whole hosts with everything under them.
        package var hosts: [String] = []
        /// `owner/name`, or `owner/name/pattern` for some files of it.
        package var repositories: [String] = []
        /// `host/path`: that path and all below it.
        package var paths: [String] = []
        /// `host/path` in which `*` stands for anything.
        package var patterns: [String] = []
        /// Texts anywhere in an address.
        package var urlMarkers: [String] = []
        /// Texts that give a page away, wherever it lies.
        package var textMarkers: [String] = []
        /// Hosts whose addresses say nothing of where they lead.
        package var shorteners: [String] = []

        package init(id: String, tier: ExclusionTier, reason: String) {
            self.id = id
            self.tier = tier
            self.reason = reason
        }
    }

    /// Services that show another page, whose address stands in theirs.
    package struct Wrappers: Sendable, Equatable {
        /// `host` or `host/path`: the address is the rest of the path or any parameter.
        package var readers: [String]
        /// The address's host is a label of theirs, dots as `-` and hyphens as `--`.
        package var labelHosts: [String]
        /// Parameters that hold an address on any host.
        package var parameters: [String]

        package init(
            readers: [String] = [], labelHosts: [String] = [], parameters: [String] = []
        ) {
            self.readers = readers
            self.labelHosts = labelHosts
            self.parameters = parameters
        }
    }
}
