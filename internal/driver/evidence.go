package driver

import "context"

func (r *run) evidence(ctx context.Context) {}
