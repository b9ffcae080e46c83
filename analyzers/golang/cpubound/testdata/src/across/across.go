package across

import (
	"context"
	"os"

	"across/digest"
)

func thumbnails(ctx context.Context, photos [][]byte) error {
	for _, photo := range photos { // want "calls `digest.Thumbnail` and never looks at `ctx`"
		if err := digest.Thumbnail(photo); err != nil {
			return err
		}
	}
	return nil
}

func save(ctx context.Context, photos [][]byte) error {
	for _, photo := range photos {
		if err := digest.Thumbnail(photo); err != nil {
			return err
		}
		if err := digest.Save(photo); err != nil {
			return err
		}
	}
	return nil
}

func distances(ctx context.Context, groups map[string][]float64, other []float64) (n int) {
	for _, group := range groups { // want "bounds multiply"
		n += len(digest.Distances(group, other))
	}
	return n
}

func mapped(ctx context.Context, photos [][]byte) {
	for range photos { // want "calls `digest.Thumbnail`"
		digest.Map(photos, func(photo []byte) []byte {
			_ = digest.Thumbnail(photo)
			return photo
		})
	}
}

func mappedFiles(ctx context.Context, photos [][]byte) {
	for range photos {
		digest.Map(photos, func(photo []byte) []byte {
			_ = digest.Thumbnail(photo)
			_, _ = os.Stat("x")
			return photo
		})
	}
}
