"""Pictures: fetched under guard, taken in with care, shown in many sizes."""
