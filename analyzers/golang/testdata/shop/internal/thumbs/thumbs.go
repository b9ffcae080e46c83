// Package thumbs computes.
package thumbs

import (
	"bytes"
	"image/png"
)

// Make decodes a picture.
func Make(photo []byte) error {
	_, err := png.Decode(bytes.NewReader(photo))
	return err
}
