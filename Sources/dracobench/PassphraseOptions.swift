import ArgumentParser
import Catalog
import Sealing
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How sealed datasets are opened, in every command that reads one: by a variable of the
/// environment, else by asking on the terminal.
struct PassphraseOptions: ParsableArguments {
    @Option(
        name: .customLong("passphrase-env"),
        help: ArgumentHelp(
            "The variable with the passphrase of a sealed dataset. Without it the terminal is asked.",
            valueName: "name"))
    var variable = "DRACOBENCH_PASSPHRASE"

    /// Asks at most once.
    var source: PassphraseSource {
        let known = KnownPassphrase()
        let variable = variable
        return PassphraseSource { file throws(CatalogError) in
            if let passphrase = known.value ?? Self.fromEnvironment(variable) { return passphrase }
            guard let typed = SecretPrompt.ask("Passphrase of \(file): ") else {
                throw CatalogError(
                    file: file,
                    reason: """
                        the dataset is sealed, and there is no terminal to ask for its \
                        passphrase; set \(variable)
                        """)
            }
            known.value = typed
            return typed
        }
    }

    /// A passphrase to seal with, typed twice where it is typed.
    func chosen() throws -> SecretBytes {
        let passphrase: SecretBytes
        if let set = Self.fromEnvironment(variable) {
            passphrase = set
        } else {
            guard let typed = SecretPrompt.ask("A passphrase to seal with: ") else {
                throw CommandFailure(
                    "There is no terminal to ask for a passphrase; set \(variable).")
            }
            passphrase = typed
        }
        guard passphrase.count >= Seal.shortestPassphrase else {
            throw CommandFailure(
                """
                The passphrase has fewer than \(Seal.shortestPassphrase) bytes; choose a longer \
                one.
                """)
        }
        if Self.fromEnvironment(variable) == nil {
            let again = SecretPrompt.ask("The same once more: ")
            guard let again, again.isEqual(to: passphrase) else {
                throw CommandFailure(
                    "The two passphrases differ, so nothing was sealed; try again.")
            }
        }
        return passphrase
    }

    /// Read without a `String`, which could not be overwritten; an empty variable is none.
    private static func fromEnvironment(_ variable: String) -> SecretBytes? {
        guard let text = getenv(variable), text.pointee != 0 else { return nil }
        return SecretBytes(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}

/// What was typed, so that nobody types it twice for one command.
private final class KnownPassphrase: Sendable {
    private let passphrase = Mutex<SecretBytes?>(nil)

    var value: SecretBytes? {
        get { passphrase.withLock { $0 } }
        set { passphrase.withLock { $0 = newValue } }
    }
}
