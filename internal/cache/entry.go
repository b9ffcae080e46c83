package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// Entry is a payload and what it was made of.
type Entry struct {
	Inputs  []Input
	Payload []byte
}

// magic begins an entry; its number is that of the format.
const magic = "asynclint run cache 1\n"

// The form of an entry, all numbers as varints:
//
//	magic, sha256 of the rest, number of inputs,
//	for each input: length of the path's prefix that is that of the path before,
//	rest of the path, kind, and for files and folders size, time, flags, hash,
//	payload
//
// Paths are sorted and share most of their text with the one before.
func (e *Entry) encode() []byte {
	b := make([]byte, len(magic)+sha256.Size, 64+len(e.Payload)+64*len(e.Inputs))
	copy(b, magic)
	b = binary.AppendUvarint(b, uint64(len(e.Inputs)))
	last := ""
	for _, in := range e.Inputs {
		n := 0
		for n < len(last) && n < len(in.Path) && last[n] == in.Path[n] {
			n++
		}
		b = binary.AppendUvarint(b, uint64(n))
		b = binary.AppendUvarint(b, uint64(len(in.Path)-n))
		b = append(b, in.Path[n:]...)
		b = append(b, byte(in.Kind))
		if in.Kind == File || in.Kind == Folder {
			b = binary.AppendVarint(b, in.Size)
			b = binary.AppendVarint(b, in.Time)
			young := byte(0)
			if in.Young {
				young = 1
			}
			b = append(b, young)
			b = append(b, in.Hash[:]...)
		}
		last = in.Path
	}
	b = append(b, e.Payload...)
	sum := sha256.Sum256(b[len(magic)+sha256.Size:])
	copy(b[len(magic):], sum[:])
	return b
}

// decode is the inverse of encode; ok is false for anything that encode did not
// make.
func decode(data []byte) (e *Entry, ok bool) {
	if !bytes.HasPrefix(data, []byte(magic)) || len(data) < len(magic)+sha256.Size {
		return nil, false
	}
	rest := data[len(magic)+sha256.Size:]
	if sum := sha256.Sum256(rest); !bytes.Equal(sum[:], data[len(magic):len(magic)+sha256.Size]) {
		return nil, false
	}
	r := reader{b: rest}
	n := r.uint()
	if n > uint64(len(rest)) { // an input takes three bytes at least
		return nil, false
	}
	e = &Entry{Inputs: make([]Input, 0, n)}
	last := ""
	for range n {
		same, more := r.uint(), r.uint()
		if same > uint64(len(last)) {
			return nil, false
		}
		tail := r.bytes(more)
		var path strings.Builder
		path.Grow(int(same) + len(tail))
		path.WriteString(last[:same])
		path.Write(tail)
		in := Input{Path: path.String(), Kind: Kind(r.byte())}
		switch in.Kind {
		case File, Folder:
			in.Size, in.Time = r.int(), r.int()
			in.Young = r.byte() != 0
			copy(in.Hash[:], r.bytes(uint64(len(in.Hash))))
		case Absent, AnyFile, AnyFolder:
		default:
			return nil, false
		}
		if r.failed {
			return nil, false
		}
		e.Inputs = append(e.Inputs, in)
		last = in.Path
	}
	e.Payload = r.b
	return e, !r.failed
}

// reader reads varints and bytes; beyond the end it fails and gives zeros.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) uint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.failed, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) int() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.failed, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) bytes(n uint64) []byte {
	if n > uint64(len(r.b)) {
		r.failed, r.b = true, nil
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}
