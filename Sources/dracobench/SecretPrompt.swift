import Sealing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks on the terminal for what must not be seen there.
enum SecretPrompt {
    /// Bytes that are taken at most; what goes beyond is not.
    private static let limit = 1_024

    /// What is typed, or nil where there is no terminal or the person ends the input.
    static func ask(_ question: String) -> SecretBytes? {
        // Not standard input, which may be a file.
        let terminal = open("/dev/tty", O_RDWR | O_NOCTTY)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { return nil }
        // Signals are off as well: Ctrl-C would leave the terminal without its echo.
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { return nil }
        say(question, on: terminal)
        let (line, isInterrupted) = read(from: terminal)
        say("\n", on: terminal)
        _ = tcsetattr(terminal, TCSAFLUSH, &usual)
        if isInterrupted { raise(SIGINT) }
        return line
    }

    private static func read(
        from terminal: Int32
    ) -> (line: SecretBytes?, isInterrupted: Bool) {
        var count = 0
        var end = End.line
        let typed = SecretBytes(count: limit) { buffer in
            while end == .line {
                var byte: UInt8 = 0
                let got = readByte(terminal, &byte)
                if got < 0, errno == EINTR { continue }
                guard got == 1 else {
                    end = .input
                    break
                }
                switch byte {
                case 0x0A, 0x0D: return
                case 0x03: end = .interruption
                case 0x04: if count == 0 { end = .input }
                case 0x15: count = 0
                case 0x08, 0x7F:
                    // A letter may have several bytes.
                    repeat {
                        count = max(0, count - 1)
                    } while count > 0
                        && buffer[count] & 0xC0 == 0x80
                default:
                    guard count < limit else { continue }
                    buffer[count] = byte
                    count += 1
                }
            }
        }
        guard end == .line else { return (nil, end == .interruption) }
        return (typed.prefix(count), false)
    }

    private enum End {
        case line
        case input
        case interruption
    }

    private static func say(_ text: String, on terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = write(terminal, bytes, bytes.count)  // Without the question, typing still works.
    }
}

private func readByte(_ file: Int32, _ byte: inout UInt8) -> Int { read(file, &byte, 1) }
