import Catalog
import FoundationEssentials
import Reports
import Transport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What can be said of this machine and its files without a suite.
struct EnvironmentChecks {
    typealias Check = DoctorReport.Check

    let workspace: Workspace
    let databasePath: String
    /// Of the environment. Values are looked at and never shown.
    let variables: [String: String]

    func all() -> [Check] {
        [program, transport] + proxies + keys + [results, disk] + datasets
    }

    private var program: Check {
        Check(.machine, "dracobench", .ok, "version \(CodeVersion.text)")
    }

    private var transport: Check {
        let library = TransportLibrary.loaded
        guard let tls = library.tls else {
            return Check(
                .machine, "libcurl", .failed, "version \(library.version), without TLS",
                advice: "Install a libcurl that can do https.")
        }
        let http2 = library.speaksHTTP2 ? "with HTTP/2" : "without HTTP/2"
        return Check(.machine, "libcurl", .ok, "version \(library.version), \(tls), \(http2)")
    }

    // MARK: - The environment

    private static let proxyVariables = [
        "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy",
        "NO_PROXY", "no_proxy",
    ]

    private var proxies: [Check] {
        let set = Self.proxyVariables.compactMap { name in
            variables[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        guard !set.isEmpty else { return [Check(.machine, "Proxy", .ok, "none is set")] }
        return set.map { Check(.machine, $0, .ok, Self.withoutCredentials($0, $1)) }
    }

    /// A proxy's address without what may be a password; a list of hosts as it is.
    static func withoutCredentials(_ name: String, _ value: String) -> String {
        guard name.lowercased() != "no_proxy" else { return value }
        let scheme = value.firstRange(of: "://").map { String(value[..<$0.upperBound]) } ?? ""
        let rest = value.dropFirst(scheme.count)
        guard let at = rest.lastIndex(of: "@") else { return value }
        return scheme + "•••@" + rest[rest.index(after: at)...]
    }

    /// Keys that suites usually name.
    static let keyVariables = [
        "OPENROUTER_API_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY",
        "DEEPSEEK_API_KEY", "MOONSHOT_API_KEY", "EXA_API_KEY", "TAVILY_API_KEY",
        "BRAVE_SEARCH_API_KEY", "SERPER_API_KEY", "PERPLEXITY_API_KEY",
    ]

    private var keys: [Check] {
        Self.keyVariables.map { name in
            Self.isSet(name, in: variables)
                ? Check(.machine, name, .ok, "set") : Check(.machine, name, .skipped, "not set")
        }
    }

    static func isSet(_ name: String, in variables: [String: String]) -> Bool {
        variables[name].map { !$0.isEmpty } ?? false
    }

    // MARK: - Files

    /// The folder of the results file, or the nearest above it that is there: folders are made
    /// where they are missing.
    private var resultsFolder: String {
        var folder = databasePath
        repeat {
            let parts = folder.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            folder = parts.joined(separator: "/")
            if folder.isEmpty { return databasePath.hasPrefix("/") ? "/" : "." }
        } while !FileManager.default.fileExists(atPath: folder)
        return folder
    }

    private var results: Check {
        let files = FileManager.default
        let isThere = files.fileExists(atPath: databasePath)
        let place = isThere ? databasePath : resultsFolder
        var isFolder = false
        _ = files.fileExists(atPath: place, isDirectory: &isFolder)
        guard isThere != isFolder, files.isWritableFile(atPath: place) else {
            return Check(
                .workspace, "Results file", .failed, "\(place) can't be written to",
                advice: "Allow it, or choose another file with --db.")
        }
        let words = isThere ? "is there and can be written to" : "will be made"
        return Check(.workspace, "Results file", .ok, "\(databasePath) \(words)")
    }

    /// Answers and judges' replies of a large run take tens of megabytes; below a gigabyte, there
    /// may be no room for them and the database's journal.
    private static let leastFreeBytes: Int64 = 1 << 30

    private var disk: Check {
        guard let free = Self.freeBytes(at: resultsFolder) else {
            return Check(.workspace, "Free disk", .skipped, "the file system doesn't say")
        }
        let words = "\(free / (1 << 20)) MB free at \(resultsFolder)"
        return free < Self.leastFreeBytes
            ? Check(
                .workspace, "Free disk", .warning, words,
                advice: "Make room, or choose another file with --db.")
            : Check(.workspace, "Free disk", .ok, words)
    }

    /// What is free for us on the file system of a folder.
    private static func freeBytes(at folder: String) -> Int64? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let bytes = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return bytes.overflow ? .max : Int64(clamping: bytes.partialValue)
    }

    private var datasets: [Check] {
        let names = workspace.datasetNames()
        let found = names.map { name in
            let state = workspace.isSealed(name) ? "sealed" : "readable"
            return Check(
                .workspace, "Dataset \(name)", .ok, "\(state), in \(workspace.datasets)/\(name)")
        }
        guard !names.contains("draco") else { return found }
        return found + [
            Check(
                .workspace, "Dataset draco", .skipped, "not there",
                advice: "Get it with 'dracobench dataset fetch draco'.")
        ]
    }
}
