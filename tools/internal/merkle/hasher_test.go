package merkle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// repeated is a published root of one byte, repeated.
type repeated struct {
	value byte
	size  int64
	want  string
}

// published are the roots that the Fuchsia tree's own tests state, in
// fuchsia-merkle (0xAB) and in lib/digest (0xFF).
var published = []repeated{
	{0xAB, 0, "15ec7bf0b50732b49f8228e07d24365338f9e3ab994b00af08e5a3bffe55fd8b"},
	{0xAB, 1, "2fabda7adeac120f587ae7b159c39d1716758b2c65e25b856470bbbb8b94e25e"},
	{0xAB, 4096, "fd2acae20c551eea1df052f39478b33536ebf3b0c6ceef649a010de06b71822b"},
	{0xAB, 8191, "85a0918a035140e720f4a5f10b7768d5b04959ed526da401cf4893aac73f436a"},
	{0xAB, 8192, "1dc023a7a88f56fab52e0b078a92cd566546d11aed479c66a14d6592e0f011eb"},
	{0xAB, 8193, "b6eae68aa1ad1b4fc74618575135f0d1daedc6bb07dc10f8fa41916d0578c318"},
	{0xAB, 16383, "35689edb3c4c46e44bb4ff00a7f8ac628d97ba16e1233f78759a41da597ed8dd"},
	{0xAB, 16384, "a6a903830d911d7555f9243b748d27a5aec1e385f91d845c854f46e02339070a"},
	{0xAB, 16385, "54c9eb182fc5bfc2984ca45049cf8cf1d071f2165e5190605b7970f824e03d8f"},
	{0xAB, 2097151, "c96631f69f0cfaf2626dc4230aeb7fa50a05cd7e897039d2f56cdec99dc0b3b1"},
	{0xAB, 2097152, "cb717b240ae7ddf1ad197a3272db3cb4175bb7b7242d5050c6317df2bb8ed4b4"},
	{0xAB, 2097153, "9942b1f926e3295053e97b2b5a1471b6dff7df3d130f589c2881f9b98eee2fd0"},
	{0xAB, 4194303, "59f9f6275ec8b672446bc8fc2da0a7ce625a4c55fcbb3891144ace7a145f23e2"},
	{0xAB, 4194304, "fa21580bb27be533d2846e75e7fb3acca3fa2605f3fd3a4d49db2d023b10324b"},
	{0xAB, 4194305, "aec444c86e0553ed4a2a5e49faa2db9e6c9f0bdb6b97a8bd2b84aebec30b4558"},
	{0xFF, 1, "0967e0f62a104d1595610d272dfab3d2fa2fe07be0eebce13ef5d79db142610e"},
	{0xFF, 4096, "0a90612c255555469dead72c8fdc41eec06dfe04a30a1f2b7c480ff95d20c5ec"},
	{0xFF, 8191, "f2abd690381bab3ce485c814d05c310b22c34a7441418b5c1a002c344a80e730"},
	{0xFF, 8192, "68d131bc271f9c192d4f6dcd8fe61bef90004856da19d0f2f514a7f4098b0737"},
	{0xFF, 8193, "374781f7d770b6ee9c1a63e186d2d0ccdad10d6aef4fd027e82b1be5b70a2a0c"},
	{0xFF, 65536, "f75f59a944d2433bc6830ec243bfefa457704d2aed12f30539cd4f18bf1d62cf"},
	{0xFF, 2105344, "7d75dfb18bfd48e03b5be4e8e9aeea2f89880cb81c1551df855e0d0a0cc59a67"},
	{0xFF, 2109440, "7577266aa98ce587922fdc668c186e27f3c742fb1b732737153b70ae46973e43"},
}

// publishedLarge are those that take seconds: they end just before, at and
// behind the 256 * 256 blocks that fill two levels of hashes.
var publishedLarge = []repeated{
	{0xAB, 536870911, "799bb12a5f633f9949f4619e4e0af447c980f895e7261521abf69a2dba67ce9e"},
	{0xAB, 536870912, "b3b1a0ceb8e5949a5ba3f6db646e037438fe15053113c1b50b290678596467e3"},
	{0xAB, 536870913, "53b85ef0285254b7bb32bc6cd5092fdf1a610d96446848f4dd2841e4c93a55d2"},
}

// slow is set to run the tests of half a gigabyte each.
const slow = "RULES_IDK_SLOW"

func TestPublishedRoots(t *testing.T) {
	for _, tt := range published {
		t.Run(fmt.Sprintf("%02x times %d", tt.value, tt.size), func(t *testing.T) {
			content := bytes.Repeat([]byte{tt.value}, int(tt.size))
			if got := Sum(content).String(); got != tt.want {
				t.Errorf("Sum: got %s, want %s", got, tt.want)
			}
			checkStreamed(t, tt)
		})
	}
}

func TestPublishedRootsOfLargeBlobs(t *testing.T) {
	if os.Getenv(slow) != "1" {
		t.Skipf("hashing 1.5 GiB takes seconds; set %s=1 to run", slow)
	}
	for _, tt := range publishedLarge {
		t.Run(fmt.Sprintf("%02x times %d", tt.value, tt.size), func(t *testing.T) {
			checkStreamed(t, tt)
		})
	}
}

func checkStreamed(t *testing.T, tt repeated) {
	t.Helper()
	got, err := Reader(io.LimitReader(newCycle(tt.value), tt.size))
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != tt.want {
		t.Errorf("Reader: got %s, want %s", got, tt.want)
	}
}

func TestPublishedRootOfPattern(t *testing.T) {
	const want = "2feb488cffc976061998ac90ce7292241dfa86883c0edc279433b5c4370d0f30"
	got, err := Reader(io.LimitReader(newCycle(0xFF, 0x00, 0x80), 16711808))
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRootsOfTexts(t *testing.T) {
	tests := []struct{ text, want string }{
		{"mylib.so contents", "4a886105646222c10428e5793868b13f536752d4b87e6497cdf9caed37e67410"},
		{"file1 contents", "b5209759e76a8343c45b8c7abad13a1f0609512865ee7f7f5533212d8ab334dc"},
		{"hello\n", "8d857f7053a65cf2f632337d3c5167715c97d6e0a428b55b4d531a0e11bf0fe2"},
		{strings.Repeat("\x00", BlockSize), "01d6133647a9a89cb47ee2631b8e5f5748468a32c7fc5ff7dd3b180fc55b13ec"},
	}
	for _, tt := range tests {
		if got := Sum([]byte(tt.text)).String(); got != tt.want {
			t.Errorf("Sum of %d bytes %.20q: got %s, want %s", len(tt.text), tt.text, got, tt.want)
		}
	}
}

func TestRootDoesNotDisturbWriting(t *testing.T) {
	// The sizes end inside, at and behind blocks of content and of hashes.
	content := bytes.Repeat([]byte("0123456789abcde"), 300*BlockSize/15)
	h := New()
	written := 0
	for _, end := range []int{0, 1, BlockSize - 1, BlockSize, BlockSize + 1, 2 * BlockSize, 255 * BlockSize, 255*BlockSize + 7, 256 * BlockSize, 256*BlockSize + 1, 257 * BlockSize, len(content)} {
		if _, err := h.Write(content[written:end]); err != nil {
			t.Fatal(err)
		}
		written = end
		if got, want := h.Root(), Sum(content[:end]); got != want {
			t.Errorf("after %d bytes: got %s, want %s", end, got, want)
		}
		if got := h.Root(); got != Sum(content[:end]) {
			t.Errorf("after %d bytes: asking again gives %s", end, got)
		}
		if got := h.Size(); got != int64(end) {
			t.Errorf("Size: got %d, want %d", got, end)
		}
	}
}

func TestResetStartsAnEmptyBlob(t *testing.T) {
	h := New()
	for _, size := range []int{300 * BlockSize, 0, 5, 257 * BlockSize, BlockSize} {
		h.Reset()
		content := bytes.Repeat([]byte{byte(size)}, size)
		if _, err := h.Write(content); err != nil {
			t.Fatal(err)
		}
		if got, want := h.Root(), Sum(content); got != want {
			t.Errorf("%d bytes after Reset: got %s, want %s", size, got, want)
		}
	}
}

func TestReaderReturnsTheReadError(t *testing.T) {
	broken := errors.New("broken")
	_, err := Reader(io.MultiReader(strings.NewReader("some"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
}

func TestHashText(t *testing.T) {
	h := Sum([]byte("hello\n"))
	parsed, err := ParseHash(h.String())
	if err != nil || parsed != h {
		t.Errorf("ParseHash(%q): got %v, %v", h.String(), parsed, err)
	}
	text, err := json.Marshal(h)
	if want := `"` + h.String() + `"`; err != nil || string(text) != want {
		t.Errorf("json: got %s, %v, want %s", text, err, want)
	}
	var back Hash
	if err := json.Unmarshal(text, &back); err != nil || back != h {
		t.Errorf("json back: got %v, %v, want %v", back, err, h)
	}
	if err := json.Unmarshal([]byte(`"AB"`), &back); err == nil || back != h {
		t.Errorf("a bad text: got %v, %v, want an error and an untouched hash", back, err)
	}
}

func TestParseHashRefuses(t *testing.T) {
	good := Sum(nil).String()
	tests := []struct{ name, text, want string }{
		{"empty", "", "merkle root: got 0 characters, expected 64 hexadecimal digits"},
		{"too short", good[1:], "merkle root: got 63 characters, expected 64 hexadecimal digits"},
		{"too long", good + "0", "merkle root: got 65 characters, expected 64 hexadecimal digits"},
		{"upper case", strings.ToUpper(good), `merkle root: got "E" at position 3, expected one of 0-9 and a-f`},
		{"no digit", good[:63] + "g", `merkle root: got "g" at position 64, expected one of 0-9 and a-f`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseHash(tt.text)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// FuzzChunking checks that a root depends on the content alone, not on the
// pieces in which it was written.
func FuzzChunking(f *testing.F) {
	f.Add([]byte("hello\n"), uint16(1), uint16(2))
	f.Add([]byte{}, uint16(1), uint16(1))
	f.Add(bytes.Repeat([]byte{0xAB}, BlockSize), uint16(400), uint16(BlockSize))
	f.Add(bytes.Repeat([]byte{0xAB}, BlockSize+1), uint16(300), uint16(BlockSize-1))
	f.Fuzz(func(t *testing.T, seed []byte, times, piece uint16) {
		const limit = 64 * BlockSize
		content := bytes.Repeat(seed, min(int(times), limit/max(1, len(seed))))
		want := Sum(content)
		h := New()
		for rest := content; len(rest) > 0; {
			n := min(len(rest), max(int(piece), len(content)/256)+1)
			if _, err := h.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if got := h.Root(); got != want {
			t.Errorf("%d bytes in pieces of %d or more: got %s, want %s", len(content), int(piece)+1, got, want)
		}
		if h.Size() != int64(len(content)) {
			t.Errorf("Size: got %d, want %d", h.Size(), len(content))
		}
		if back, err := ParseHash(want.String()); err != nil || back != want {
			t.Errorf("ParseHash(%s): got %v, %v", want, back, err)
		}
	})
}

func BenchmarkSum(b *testing.B) {
	for _, size := range []int{64, BlockSize, 1 << 20, 16 << 20} {
		content := bytes.Repeat([]byte{0xAB}, size)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				Sum(content)
			}
		})
	}
}

// cycle is an endless repetition of a pattern.
type cycle struct {
	text []byte // whole patterns
	size int
	at   int // where in the pattern the next Read starts
}

func newCycle(pattern ...byte) *cycle {
	return &cycle{text: bytes.Repeat(pattern, BlockSize), size: len(pattern)}
}

func (c *cycle) Read(p []byte) (int, error) {
	n := copy(p, c.text[c.at:])
	c.at = (c.at + n) % c.size
	return n, nil
}
