// swift-tools-version: 6.2
import PackageDescription

// Arrows point down this table only: a room may use the rooms it names, and no other.
let rooms: [Target] = [
    room("Digests", "SHA-256 of what was read and sent", uses: ["CCrypto"]),
    room(
        "Sealing", "bytes under a passphrase: scrypt, AES-256-GCM", uses: ["CCrypto"]),
    room("JSONText", "JSON values: strict reading, canonical writing"),
    room("Vocabulary", "the benchmark's nouns as plain values; run events", uses: ["Digests"]),
    room(
        "Statistics", "scores, intervals, tests, lift; numbers in, numbers out",
        uses: ["Vocabulary"]),
    room(
        "Comparison", "what a run's results say of its configurations, and how surely",
        uses: ["Vocabulary", "Statistics"]),
    room(
        "Catalog", "reads datasets, rubrics, suites, prompts, prices; refuses bad rows",
        uses: ["Vocabulary", "JSONText", "Digests", "Sealing"], packages: ["Yams"]),
    room("Transport", "async HTTP over one libcurl multi loop", uses: ["CCurl"]),
    room(
        "Inference", "chat completions: retries, rate limits, usage and price",
        uses: ["Vocabulary", "JSONText", "Transport"]),
    room(
        "Contamination", "what search and fetch must not reach",
        uses: ["CIDN", "Vocabulary", "Digests"]),
    room(
        "Answering", "the research loop, solo answers, fusion",
        uses: [
            "CXML2", "Vocabulary", "JSONText", "Digests", "Inference", "Transport", "Contamination",
        ]),
    room(
        "Grading", "judge prompts, verdict parsing, passes",
        uses: ["Vocabulary", "JSONText", "Digests", "Inference"]),
    room(
        "Store", "SQLite: migrations, records, views; the only room that knows SQL",
        uses: ["Vocabulary"], packages: ["GRDB"]),
    room(
        "Execution", "plans a run as a value, executes what is missing, posts events",
        uses: [
            "Vocabulary", "Digests", "Statistics", "Comparison", "Transport", "Inference",
            "Answering", "Grading", "Store",
        ]),
    room(
        "Reports", "stored records to leaderboards; pure",
        uses: ["Vocabulary", "JSONText", "Statistics", "Comparison"]),
    room(
        "Simulator", "a local server that plays the provider, the search engine and the web",
        uses: ["Vocabulary", "JSONText", "Digests"],
        packages: ["Hummingbird", "NIOCore", "Logging"]),
]

/// C libraries of the system, each behind one door.
let systemLibraries: [Target] = [
    .systemLibrary(
        name: "CCurl", pkgConfig: "libcurl",
        providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
        name: "CCrypto", pkgConfig: "libcrypto",
        providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(
        name: "CIDN", pkgConfig: "libidn2",
        providers: [.apt(["libidn2-dev"]), .brew(["libidn2"])]),
    .systemLibrary(
        name: "CXML2", pkgConfig: "libxml-2.0",
        providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
]

let package = Package(
    name: "dracobench-harness",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "dracobench", targets: ["dracobench"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1",
            traits: []),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: systemLibraries + rooms + rooms.map(tests(of:)) + [
        .target(
            name: "ScriptedServer", path: "Tests/ScriptedServer", exclude: ["tls_server.py"],
            swiftSettings: settings()),
        .executableTarget(
            name: "dracobench",
            dependencies: rooms.map { .byName(name: $0.name) } + [
                .product(name: "ArgumentParser", package: "swift-argument-parser")
            ],
            swiftSettings: settings()),
        .testTarget(
            name: "dracobenchTests",
            dependencies: rooms.map { .byName(name: $0.name) } + [
                "dracobench", "ScriptedServer", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Golden"], swiftSettings: settings()),
    ]
)

func settings() -> [SwiftSetting] {
    [
        .swiftLanguageMode(.v6),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
    ]
}

/// A target with what it does, the rooms it may use, and the package products it stands on.
func room(
    _ name: String, _ does: String, uses: [String] = [], packages products: [String] = []
) -> Target {
    let packages = [
        "Yams": "Yams", "GRDB": "GRDB.swift", "Hummingbird": "hummingbird", "Logging": "swift-log",
        "NIOCore": "swift-nio",
    ]
    return .target(
        name: name,
        dependencies: uses.map { .byName(name: $0) }
            + products.map { .product(name: $0, package: packages[$0] ?? $0) },
        swiftSettings: settings())
}

/// The tests of a room may use whatever the room uses, and a server whose replies they script.
func tests(of room: Target) -> Target {
    let extraDependencies: [String: [Target.Dependency]] = [
        "Contamination": ["Catalog"], "Grading": ["Transport"], "Statistics": ["JSONText"],
    ]
    /// What lies beside the tests and is no code.
    let data = [
        "Reports": ["Golden"], "Store": ["Golden"], "Statistics": ["Oracles/oracles.json"],
    ]
    return .testTarget(
        name: room.name + "Tests",
        dependencies: [.byName(name: room.name), "ScriptedServer"]
            + (extraDependencies[room.name] ?? []) + room.dependencies,
        exclude: data[room.name] ?? [],
        swiftSettings: settings())
}
